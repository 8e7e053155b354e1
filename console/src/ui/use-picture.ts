import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { fetchPicture } from "../app/api.ts";

/** A picture that could not be read is asked for again after this long. */
const RETRY_MS = 3000;
const LASTING_MS = 10 * 60_000;

interface Picture {
  /** Address for an `img`, valid while the component is mounted. */
  readonly url: string | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => void;
}

/**
 * A picture that needs the user's token, as an address an `img` understands.
 *
 * @param path undefined: nothing is fetched
 * @param every read again in this rhythm, ms; absent: once; `never`: its bytes never change
 */
export function usePicture(path: string | undefined, every?: number | "never"): Picture {
  const { data, error, isLoading, refetch } = useQuery({
    queryKey: ["picture", path],
    queryFn: ({ signal }) => fetchPicture(path ?? "", signal),
    enabled: path !== undefined,
    // A camera that has just been added has no picture yet.
    refetchInterval: ({ state }) => {
      if (every === "never") return false;
      return every ?? (state.status === "error" ? RETRY_MS : false);
    },
    ...(every === "never" && { staleTime: Number.POSITIVE_INFINITY }),
    retry: false,
    gcTime: every === "never" ? LASTING_MS : 10_000,
  });
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (data === undefined) return;
    const next = URL.createObjectURL(data);
    setUrl(next);
    return () => URL.revokeObjectURL(next);
  }, [data]);
  const shown = data === undefined ? undefined : url;
  return { url: shown, error, loading: isLoading, reload: () => void refetch() };
}
