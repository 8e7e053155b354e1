/**
 * Subjects: who and what was met, where it is, why each track is held to be of it, and the people's
 * corrections. Following it live is the live feature's.
 */
export { SubjectsPage as Component } from "./subjects-page.tsx";
