import type pg from "pg";

/**
 * One `COPY ... FROM STDIN` in text format: the fastest way `pg` has to bring rows in, and so the
 * yardstick for every other way.
 *
 * @param statement a complete COPY statement
 * @param text rows in COPY's text format, each ending in a newline
 * @throws Error of the database
 */
export function copyRows(client: pg.Client, statement: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // pg runs whatever implements its `Submittable`; these are the parts of its COPY protocol.
    const copy = {
      submit: (connection: CopyConnection) => connection.query(statement),
      handleCopyInResponse: (connection: CopyConnection) => {
        connection.sendCopyFromChunk(Buffer.from(text));
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
      handleError: (error: Error) => reject(error),
    };
    client.query(copy as unknown as pg.Submittable);
  });
}

interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}
