import { useQuery } from "@tanstack/react-query";

import { accountQuery } from "./queries.ts";

/** What the signed-in user may do; everything false until the server has said who they are. */
export function useRights(): { readonly mayWork: boolean; readonly mayAdminister: boolean } {
  const role = useQuery(accountQuery).data?.role;
  return { mayWork: role === "admin" || role === "staff", mayAdminister: role === "admin" };
}
