/**
 * The moving figures: people and animals as triangles in metres, posed by their motion. Owns bodies
 * and clothes; where they are comes from `motion`, how they are lit and drawn from `render`.
 */
import type { ActorMotion } from "../motion/index.ts";
import type { ActorDefinition } from "../site/index.ts";
import { addAnimal, coatOf, type Coat } from "./animal.ts";
import { place, type Mesh } from "./mesh.ts";
import { addPerson, PERSON_MEASURE_M, wardrobeOf, type Wardrobe } from "./person.ts";
import { poseOf } from "./pose.ts";

export { createMesh, type Mesh } from "./mesh.ts";

type Dress = { readonly person: Wardrobe } | { readonly animal: Coat };

/** Builds the figures of a site's actors. */
export interface FigureMaker {
  /** Replaces the content of `mesh` by the actor's figure, in metres on the plan. */
  build(mesh: Mesh, actor: ActorDefinition, motion: ActorMotion, timeMs: number): void;
}

/** Prepares the clothes and coats of `actors`. */
export function createFigureMaker(actors: readonly ActorDefinition[]): FigureMaker {
  const dresses = new Map(
    actors.map((actor, index) => [actor.id, { index, dress: dressOf(actor) }]),
  );
  return {
    build(mesh, actor, motion, timeMs) {
      const known = dresses.get(actor.id);
      if (!known) throw new RangeError(`Actor ${actor.id} does not belong to this site`);
      // Small movements need no long clock; a short one keeps the sines exact.
      const timeS = ((timeMs / 1000) % 3600) + known.index * 37.7;
      mesh.vertexCount = 0;
      mesh.triangleCount = 0;
      const { dress } = known;
      const scale =
        "person" in dress
          ? dress.person.look.heightM / PERSON_MEASURE_M
          : dress.animal.look.shoulderM;
      if ("person" in dress) addPerson(mesh, dress.person, poseOf(motion, timeS, scale));
      else addAnimal(mesh, dress.animal, motion, timeS);
      place(mesh, { x: motion.at[0], y: motion.at[1], headingRad: motion.headingRad, scale });
    },
  };
}

function dressOf(actor: ActorDefinition): Dress {
  return "species" in actor.look
    ? { animal: coatOf(actor.look) }
    : { person: wardrobeOf(actor.look) };
}
