/**
 * Photos: pictures sent from here or by the phone apps, or taken from cameras, enlarged and
 * compared with what they were made of.
 */
export { PhotosPage as Component } from "./photos-page.tsx";
