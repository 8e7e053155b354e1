import { integer, optionalText, optionalUrl } from "../setting.ts";

export const bus = {
  title: "Live bus between several servers",
  settings: {
    natsUrl: optionalUrl("NATS_URL", {
      protocols: ["nats:", "tls:"],
      secret: true,
      defaultNote: "within this process",
      meaning: "NATS server that connects several servers",
    }),
    redisUrl: optionalUrl("REDIS_URL", {
      protocols: ["redis:", "rediss:"],
      secret: true,
      meaning: "Redis server, in place of NATS",
    }),
    redisHost: optionalText("REDIS_HOST", {
      meaning: "Host of a Redis server; used when NATS_URL and REDIS_URL are not set",
    }),
    redisPort: integer("REDIS_PORT", {
      default: 6379,
      min: 1,
      max: 65_535,
      meaning: "Port beside REDIS_HOST",
    }),
    prefix: {
      name: "BUS_PREFIX",
      default: "whereabouts",
      meaning: "Name on the broker; servers with the same one hear each other",
      expected: "letters, digits, dashes and underscores",
      parse: (value: string) => (/^[\w-]{1,64}$/.test(value) ? value : undefined),
    },
    redisPassword: optionalText("REDIS_PASSWORD", {
      secret: true,
      meaning: "Password beside REDIS_HOST",
    }),
  },
};
