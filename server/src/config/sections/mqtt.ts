import { flag, integer, optionalInteger, optionalText } from "../setting.ts";

export const mqtt = {
  title: "MQTT",
  settings: {
    enabled: flag("RTLS_MQTT_ENABLED", { default: "true", meaning: "Take part in MQTT at all" }),
    embeddedPort: optionalInteger("MQTT_PORT", {
      min: 0,
      max: 65_535,
      meaning: "Port of the embedded broker; 0 takes a free one",
      defaultNote: "1883, or a free one when that is busy",
    }),
    host: optionalText("RTLS_MQTT_HOST", {
      meaning: "External broker, in place of the embedded one",
    }),
    port: integer("RTLS_MQTT_PORT", {
      default: 1883,
      min: 1,
      max: 65_535,
      meaning: "Port of the external broker",
    }),
    username: optionalText("RTLS_MQTT_USERNAME", { meaning: "User at the external broker" }),
    password: optionalText("RTLS_MQTT_PASSWORD", {
      secret: true,
      meaning: "Password of that user",
    }),
  },
};
