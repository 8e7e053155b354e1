import type { Caller } from "@whereabouts/contracts";
import { AppError } from "../../base/index.ts";

/** Whose photos a caller works with: one user's, the site's (no uploader), or nobody's. */
export type PhotoOwner =
  | { readonly kind: "user"; readonly userId: string }
  | { readonly kind: "site" }
  | { readonly kind: "none" };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A user's own photos; a machine's key stands for the site, unless it acts for a user. */
export function ownerOf(caller: Caller): PhotoOwner {
  const actsForUser = caller.kind === "user" || caller.sessionId !== null || caller.name === null;
  if (actsForUser && caller.id !== null && UUID.test(caller.id)) {
    return { kind: "user", userId: caller.id };
  }
  return watchesSite(caller) && !actsForUser ? { kind: "site" } : { kind: "none" };
}

/** Whether the caller sees the photos that cameras and machines made. */
export function watchesSite({ role }: Caller): boolean {
  return role !== null && role !== "owner";
}

/** @returns the uploader of what the caller adds; null for the site @throws AppError `forbidden` */
export function uploaderOf(caller: Caller): string | null {
  const owner = ownerOf(caller);
  if (owner.kind === "user") return owner.userId;
  if (owner.kind === "site") return null;
  throw new AppError("forbidden", "A photo needs a user it belongs to: log in, or name x-user-id");
}

/** Whether the caller may cancel, delete or enlarge again: the uploader, for the site's its staff. */
export function mayChange(caller: Caller, photo: { readonly uploader_id: string | null }): boolean {
  const owner = ownerOf(caller);
  if (photo.uploader_id !== null) {
    return owner.kind === "user" && owner.userId === photo.uploader_id;
  }
  return watchesSite(caller) && caller.role !== "viewer";
}
