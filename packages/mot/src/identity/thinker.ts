import type { Candidate } from "./candidate.ts";
import type { IdentityDecision, RunnerUp } from "./identity.ts";
import { JointAssignment } from "./joint-assignment.ts";
import type { JointOption } from "./joint-assignment.ts";
import type { LinkReason, Linker } from "./linker.ts";
import type { ResolvedOptions } from "./options.ts";
import { rivalOf } from "./scorer.ts";
import type { Scorer } from "./scorer.ts";
import type { SubjectTable } from "./subject-table.ts";
import type { Subject } from "./subject.ts";
import type { TrackTable } from "./track-table.ts";
import type { Track, WeighedWay } from "./track.ts";

export interface ThinkerParts {
  readonly options: ResolvedOptions;
  readonly subjects: SubjectTable;
  readonly tracks: TrackTable;
  readonly scorer: Scorer;
  readonly linker: Linker;
}

/** An undecided track is thought over this often, ms; a linked one ever less often. */
const WAITING_MS = 250;
const LINKED_MS = 500;
const LINKED_MS_MAX = 16_000;
/** When time is up a link is made if it is this probable; otherwise it is somebody new so far. */
const PROVISIONAL_SCORE = 0.5;
/** Less probable ways teach nothing. */
const WAY_SCORE_MIN = 0.05;
/** What speaks for leaving things as they are, natural log. */
const HOLD = 1;
/** A link that is this probable, and as old as this, is final. */
const FINAL_SCORE = 0.99;
const FINAL_MS = 3000;
/** A change of score worth telling. */
const TELL_STEP = 0.2;
/** Somebody new is not believed in before this share of the waiting time. */
const NEW_SHARE = 0.25;
/** Fewer sights are nobody. */
const NEW_SIGHTINGS = 2;
const RUNNERS_UP_MAX = 5;

/** One open track in the joint assignment. */
interface Row {
  readonly track: Track;
  readonly candidates: readonly Candidate[];
  /**
   * True when staying with its subject needs no evidence: the subject began with this track or
   * those seen beside it, so the question is whether all of them are somebody known.
   */
  readonly isOwn: boolean;
}

interface Verdict extends Row {
  /** Null for somebody new, or for the own subject. */
  readonly choice: Candidate | null;
  readonly score: number;
  readonly marginals: readonly number[];
  readonly alone: number;
}

/** One joint assignment and what became of it. */
interface Round {
  readonly timeMs: number;
  /** Nothing more will be seen of this track. */
  readonly isLast: Track | null;
  readonly verdicts: readonly Verdict[];
  /** Tracks that were given a subject, or are being given one. */
  readonly moving: Set<Track>;
}

/** Decides jointly for all open tracks of one camera, and thinks again while that may change. */
export class Thinker {
  readonly #parts: ThinkerParts;
  readonly #joint = new JointAssignment();

  constructor(parts: ThinkerParts) {
    this.#parts = parts;
  }

  /** @param isLast decides for this track now, as nothing more will be seen of it. */
  think(cameraKey: string, timeMs: number, isLast: Track | null = null): IdentityDecision[] {
    const open = [...this.#parts.tracks.aliveIn(cameraKey)].filter((track) => isOpen(track));
    if (!open.some((track) => track === isLast || track.dueMs <= timeMs)) return [];
    open.sort((a, b) => (a.key < b.key ? -1 : 1));
    const rows = open.map((track) => this.#rowOf(track, timeMs, track === isLast));
    const decisions: IdentityDecision[] = [];
    const round: Round = { timeMs, isLast, verdicts: this.#judge(rows), moving: new Set() };
    for (const verdict of round.verdicts) {
      // A row whose subject another row won has been moved already.
      if (!round.moving.has(verdict.track)) decisions.push(...this.#follow(verdict, round));
    }
    return decisions;
  }

  #rowOf(track: Track, timeMs: number, isLast: boolean): Row {
    const { subjects, scorer } = this.#parts;
    if (isLast || track.dueMs <= timeMs) {
      track.candidates = scorer.candidatesOf(track, subjects.ofGroup(track.group));
      track.thoughts++;
      track.thoughtQuality = track.gallery.quality;
      const pause = LINKED_MS * 2 ** Math.min(8, track.thoughts);
      track.dueMs = timeMs + (track.link === null ? WAITING_MS : Math.min(LINKED_MS_MAX, pause));
    }
    const own = track.link?.subject ?? null;
    // Others may have joined its subject since the track was last thought over.
    const held = own === null ? null : scorer.weigh(track, own);
    const isOwn = own !== null && this.#isOwn(own, held, timeMs);
    const others = track.candidates.filter(
      ({ subject }) =>
        subject !== own &&
        subjects.get(subject.key) === subject &&
        !(isOwn && !this.#mayJoin(own, subject)),
    );
    const candidates = isOwn || held === null ? others : [held, ...others];
    return { track, candidates, isOwn };
  }

  /** True while a subject is nothing but what has been seen since it was made. */
  #isOwn(own: Subject, held: Candidate | null, timeMs: number): boolean {
    if (own.isConfirmed || own.lastSeen !== null) return false;
    if (timeMs - own.madeMs > this.#parts.options.reviseMs) return false;
    if (own.tracks.length === 1) return true;
    return held !== null && held.logRatio > 0 && own.tracks.every(isMovable);
  }

  /** The younger joins the older, and only as a whole. */
  #mayJoin(own: Subject, subject: Subject): boolean {
    if (subject.order > own.order && subject.tracks.some((track) => isOpen(track))) return false;
    return own.tracks.every(
      (track) => own.tracks.length === 1 || this.#parts.scorer.isPossible(track, subject),
    );
  }

  #judge(rows: readonly Row[]): Verdict[] {
    const columns = new Map<Subject, number>();
    const options = rows.map(({ track, candidates, isOwn }) =>
      candidates.map(({ subject, logRatio }): JointOption => {
        if (!columns.has(subject)) columns.set(subject, columns.size);
        const held = isOwn ? -HOLD : subject === track.link?.subject ? HOLD : 0;
        return { column: columns.get(subject)!, logRatio: logRatio + held };
      }),
    );
    const { columnOf, marginals, alone } = this.#joint.solve(options, columns.size);
    return rows.map((row, r) => {
      const at = options[r]!.findIndex(({ column }) => column === columnOf[r]);
      return {
        ...row,
        choice: at < 0 ? null : row.candidates[at]!,
        score: at < 0 ? alone[r]! : marginals[r]![at]!,
        marginals: marginals[r]!,
        alone: alone[r]!,
      };
    });
  }

  #follow(verdict: Verdict, round: Round): IdentityDecision[] {
    const { track, choice } = verdict;
    if (track.link === null) return this.#decide(verdict, round);
    const stays = verdict.isOwn ? choice === null : choice?.subject === track.link.subject;
    if (stays) return this.#strengthen(verdict, round);
    return this.#shouldLeave(verdict) ? this.#move(verdict, round) : [];
  }

  #decide(verdict: Verdict, round: Round): IdentityDecision[] {
    const { track, choice, score } = verdict;
    const { timeMs } = round;
    const { acceptScore, waitMsMax } = this.#parts.options;
    const waitedMs = timeMs - track.first.timeMs;
    const isOver = track === round.isLast || waitedMs >= waitMsMax;
    if (choice !== null && (score >= acceptScore || (isOver && score >= PROVISIONAL_SCORE))) {
      return this.#take(verdict, choice, round);
    }
    if (track.sightings < NEW_SIGHTINGS) return [];
    const isClear = verdict.alone >= acceptScore && waitedMs >= NEW_SHARE * waitMsMax;
    const isAlone = verdict.candidates.length === 0 && this.#parts.subjects.size === 0;
    if (!isOver && !isClear && !isAlone) return [];
    const told = this.#parts.linker.linkNew(track, reasonOf(verdict, null, timeMs));
    this.#parts.linker.teachDifferent(track);
    return [told];
  }

  #strengthen(verdict: Verdict, { timeMs, isLast }: Round): IdentityDecision[] {
    const { track, choice, score } = verdict;
    const { linker, options } = this.#parts;
    const link = track.link!;
    link.score = score;
    link.ways = waysOf(verdict);
    link.aloneScore = verdict.isOwn || choice === null ? verdict.alone : 0;
    const runnersUp = runnersUpOf(verdict);
    link.evidence = { ...link.evidence, runnersUp };
    linker.teach(track);
    if (choice !== null) this.#renew(track, choice, runnersUp);
    linker.teachDifferent(track);
    const agedMs = timeMs - link.madeMs;
    const isSure = choice !== null && score >= FINAL_SCORE && agedMs >= FINAL_MS;
    if (track === isLast || isSure || agedMs >= options.reviseMs) {
      const told = linker.settle(track, timeMs);
      return told === null ? [] : [told];
    }
    return score >= link.toldScore + TELL_STEP ? [linker.tell(track, timeMs, null)] : [];
  }

  /** The same subject for better reasons. */
  #renew(
    track: Track,
    { geometry, appearance, travel }: Candidate,
    runnersUp: readonly RunnerUp[],
  ): void {
    track.link!.evidence = {
      ...track.link!.evidence,
      ...(geometry === null ? {} : { geometry }),
      ...(appearance === null ? {} : { appearance }),
      ...(travel === null ? {} : { travel }),
      runnersUp,
    };
  }

  #shouldLeave({ track, candidates, choice, score, marginals, alone, isOwn }: Verdict): boolean {
    const { acceptScore } = this.#parts.options;
    if (score >= acceptScore) return true;
    const at = candidates.findIndex(({ subject }) => subject === track.link!.subject);
    const current = isOwn ? alone : at < 0 ? 0 : marginals[at]!;
    return current <= 1 - acceptScore && (choice === null || score >= 0.5);
  }

  /** Moves a track, and those that are one with it, to where the joint assignment wants it. */
  #move(verdict: Verdict, round: Round): IdentityDecision[] {
    const { track, choice, isOwn } = verdict;
    const { linker, scorer } = this.#parts;
    const { timeMs } = round;
    const reason = reasonOf(verdict, null, timeMs);
    if (choice === null) return [linker.linkNew(track, reason)];
    const before = track.link!.subject;
    const others = isOwn ? before.tracks.filter((other) => other !== track) : [];
    const told = this.#take(verdict, choice, round);
    if (track.link?.subject !== choice.subject) return told;
    for (const other of others) {
      const candidate = scorer.weigh(other, choice.subject);
      if (candidate === null || other.link?.subject !== before) continue;
      told.push(linker.link(other, choice.subject, { ...reason, candidate, score: verdict.score }));
    }
    return told;
  }

  /** Gives a track the subject it won; an open rival of its camera gives way first. */
  #take(verdict: Verdict, choice: Candidate, round: Round): IdentityDecision[] {
    const { track } = verdict;
    const { linker, subjects } = this.#parts;
    const { timeMs, verdicts, moving } = round;
    const rival = rivalOf(track, choice.subject);
    const told: IdentityDecision[] = [];
    moving.add(track);
    // A rival that is on its way already makes room when its turn to be linked comes.
    if (rival !== null && !moving.has(rival)) {
      const lost = verdicts.find((other) => other.track === rival);
      const stays = lost?.isOwn === true && lost.choice === null;
      if (lost === undefined || stays || lost.choice?.subject === choice.subject) return [];
      told.push(...this.#move(lost, round));
      if (rival.link?.subject === choice.subject) {
        told.push(linker.linkNew(rival, reasonOf(lost, null, timeMs)));
      }
    }
    if (subjects.get(choice.subject.key) !== choice.subject) return told;
    told.push(linker.link(track, choice.subject, reasonOf(verdict, choice, timeMs)));
    linker.teachDifferent(track);
    return told;
  }
}

/** True while evidence may still change whose a track is. */
export function isOpen(track: Track): boolean {
  return track.endMs === null && track.link?.isFinal !== true;
}

function isMovable({ link }: Track): boolean {
  return link !== null && !link.isManual;
}

function reasonOf(verdict: Verdict, candidate: Candidate | null, timeMs: number): LinkReason {
  return {
    candidate,
    score: candidate === null ? verdict.alone : verdict.score,
    runnersUp: runnersUpOf(verdict),
    timeMs,
    aloneScore: candidate === null ? verdict.alone : 0,
    ways: waysOf(verdict),
  };
}

function waysOf({ candidates, marginals }: Verdict): WeighedWay[] {
  return candidates.flatMap(({ journey }, i) => {
    const score = marginals[i]!;
    return journey === null || score < WAY_SCORE_MIN ? [] : [{ journey, score }];
  });
}

function runnersUpOf({ candidates, marginals, choice }: Verdict): RunnerUp[] {
  return candidates
    .map(({ subject, appearance }, i) => ({
      subject,
      subjectKey: subject.key,
      score: marginals[i]!,
      similarity: appearance?.similarity ?? null,
    }))
    .filter(({ subject }) => subject !== choice?.subject)
    .sort((a, b) => b.score - a.score)
    .slice(0, RUNNERS_UP_MAX)
    .map(({ subjectKey, score, similarity }) => ({ subjectKey, score, similarity }));
}
