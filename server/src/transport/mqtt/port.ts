/**
 * Handles one message. A QoS 1 message is acknowledged when the promise resolves; rejecting means
 * "not now" and brings the message again, so a payload that will never work must not reject.
 */
export type MqttHandler = (topic: string, payload: Uint8Array) => Promise<void>;

export interface MqttPublishOptions {
  readonly retain?: boolean;
  /** Default 1. */
  readonly qos?: 0 | 1;
}

export interface MqttStats {
  readonly kind: "embedded" | "outside";
  readonly port: number;
  readonly connected: boolean;
  /** Connected clients of the embedded broker; 0 for an outside one. */
  readonly clients: number;
  readonly received: number;
  readonly published: number;
  /** Messages whose handler rejected. */
  readonly failed: number;
  /** Retained messages and publishes that a limit refused. */
  readonly dropped: number;
  /** Why there is no connection, in words. */
  readonly problem: string | null;
}

/** MQTT as features see it, whichever broker it is. */
export interface MqttPort {
  /** Hands every message that matches to `handler`. Returns the call that ends it. */
  subscribe(filter: string, handler: MqttHandler): () => void;
  /** Resolves when the broker has taken the message. @throws AppError `unavailable` */
  publish(topic: string, payload: string | Uint8Array, options?: MqttPublishOptions): Promise<void>;
  stats(): MqttStats;
  dispose(): Promise<void>;
}

/** Largest MQTT packet taken from anybody. */
export const PACKET_LIMIT_BYTES = 1024 * 1024;
