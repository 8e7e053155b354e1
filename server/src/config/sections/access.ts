import { flag, integer, oneOf, optionalText, text } from "../setting.ts";

const GENERATED = "generated once into DATA_DIR/secrets";

export const access = {
  title: "Access",
  settings: {
    mode: oneOf("ACCESS", {
      values: ["demo", "enforced"],
      default: "",
      defaultNote: "demo when HOST is this machine only, else enforced",
      meaning: "demo: what the clients' protocols leave open stays open; enforced: nothing does",
    }),
    apiKey: optionalText("API_KEY", {
      secret: true,
      defaultNote: GENERATED,
      meaning: "Key of trusted machines (X-API-Key)",
    }),
    secretKey: optionalText("SECRET_KEY", {
      secret: true,
      defaultNote: GENERATED,
      meaning: "Signs access tokens",
    }),
    streamSigningKey: optionalText("STREAM_SIGNING_KEY", {
      secret: true,
      defaultNote: GENERATED,
      meaning: "Signs stream tokens",
    }),
    hmacSecretKey: optionalText("HMAC_SECRET_KEY", {
      secret: true,
      defaultNote: GENERATED,
      meaning: "Signs vehicle frames",
    }),
    superadminEmail: optionalText("SUPERADMIN_EMAIL", {
      meaning: "E-mail of the first administrator",
      defaultNote: "user name admin",
    }),
    superadminPassword: optionalText("SUPERADMIN_PASSWORD", {
      secret: true,
      meaning: "Password of the first administrator",
      defaultNote: "random, printed once",
    }),
    superadminName: text("SUPERADMIN_NAME", {
      default: "System Admin",
      meaning: "Name of the first administrator",
    }),
    accessTokenMinutes: integer("ACCESS_TOKEN_EXPIRE_MINUTES", {
      default: 30,
      min: 1,
      max: 10_080,
      meaning: "Life of an access token",
    }),
    refreshTokenHours: integer("JWT_REFRESH_TOKEN_EXPIRE_HOURS", {
      default: 24,
      min: 1,
      max: 8_760,
      meaning: "Life of a session without use",
    }),
    hotelRoleHeaders: flag("HOTEL_ROLE_HEADERS", {
      default: "on",
      meaning: "Believe x-role and x-user-id headers that come with a valid API key",
    }),
  },
};
