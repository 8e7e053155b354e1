/** What one run gives. `data` may be overwritten by a later run. */
export interface SessionOutput {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}
export type SessionOutputs = ReadonlyMap<string, SessionOutput>;

/** What a loaded model says about itself. */
export interface ModelShape {
  readonly inputNames: readonly string[];
  /** Of the first input, as the model declares it; open axes are null. */
  readonly inputDims: readonly (number | null)[];
}

/** What an inference thread is asked for. Each but `close` is answered, in order. */
export type ToThread =
  | {
      readonly type: "load";
      readonly requestId: number;
      readonly path: string;
      readonly intraOpThreads: number;
    }
  | {
      readonly type: "run";
      readonly requestId: number;
      readonly path: string;
      /** Planar pictures. In shared memory they are read where they lie, else a copy comes. */
      readonly pixels: Float32Array;
      readonly dims: readonly number[];
      /** Shared memory of an earlier run of the same size to write to; null: none is free. */
      readonly outputs: SessionOutputs | null;
    }
  | { readonly type: "close" };

export type FromThread =
  | { readonly type: "loaded"; readonly requestId: number; readonly shape: ModelShape }
  | {
      readonly type: "done";
      readonly requestId: number;
      /** Null: they are where the request said. */
      readonly outputs: SessionOutputs | null;
      /** True when every run of this size gives outputs of these sizes. */
      readonly isReusable: boolean;
    }
  | { readonly type: "failed"; readonly requestId: number; readonly message: string };
