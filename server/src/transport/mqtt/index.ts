/**
 * MQTT: a broker in this process or a connection to one elsewhere, behind one port. Owns
 * connections, acknowledgement and limits; what a message means belongs to its feature.
 */
export { connectOutsideBroker, type OutsideBrokerOptions } from "./outside-broker.ts";
export { startEmbeddedBroker, type EmbeddedBrokerOptions } from "./embedded-broker.ts";
export type { MqttHandler, MqttPort, MqttPublishOptions, MqttStats } from "./port.ts";
