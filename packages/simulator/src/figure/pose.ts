import type { ActorMotion } from "../motion/index.ts";

interface LegPose {
  /** Angle of the thigh ahead of straight down, bend of the knee, pitch of the foot (toe down). */
  readonly thighRad: number;
  readonly kneeRad: number;
  readonly footRad: number;
}
interface ArmPose {
  /** Angle of the upper arm ahead of straight down, bend of the elbow. */
  readonly swingRad: number;
  readonly elbowRad: number;
  /** Angle away from the body, and how far the forearm comes back in. */
  readonly outRad: number;
  readonly inRad: number;
}

/** Angles of a person's joints at one instant, radians. */
export interface Pose {
  readonly leftLeg: LegPose;
  readonly rightLeg: LegPose;
  readonly leftArm: ArmPose;
  readonly rightArm: ArmPose;
  readonly leanRad: number;
  readonly swayRad: number;
  readonly twistRad: number;
  readonly nodRad: number;
  readonly lookRad: number;
}

/** Ground covered by two steps of a person of standard measure, metres. */
const STRIDE_M = 1.42;

/** Pose of a person who moves as `motion` says; `timeS` drives the small movements of standing. */
export function poseOf(motion: ActorMotion, timeS: number, scale: number): Pose {
  const { stride, phone, talk } = motion;
  const phase = (2 * Math.PI * motion.walkedM) / (STRIDE_M * scale);
  const rest = 1 - stride;
  const breathe = Math.sin(timeS * 1.7) * rest;
  const gesture = talk * (0.5 + 0.5 * Math.sin(timeS * 2.6));
  const swing = 0.42 * stride * Math.sin(phase);
  return {
    leftLeg: legOf(phase, stride, 0.02),
    rightLeg: legOf(phase + Math.PI, stride, -0.01),
    leftArm: {
      swingRad: -swing + 0.04 + 0.3 * gesture,
      elbowRad: 0.16 + 0.3 * stride + 1.1 * talk * 0.6 + 0.5 * gesture,
      outRad: 0.1 + 0.05 * rest,
      inRad: 0.12,
    },
    rightArm: {
      swingRad: swing + 0.04 + 0.42 * phone,
      elbowRad: 0.16 + 0.3 * stride + 1.75 * phone,
      outRad: 0.1 + 0.05 * rest,
      inRad: 0.12 + 0.5 * phone,
    },
    leanRad: 0.05 * stride + 0.012 * breathe + 0.03 * phone,
    swayRad: 0.025 * stride * Math.sin(phase) + 0.02 * rest * Math.sin(timeS * 0.6),
    twistRad: 0.35 * stride * Math.sin(phase),
    nodRad: 0.08 + 0.42 * phone + 0.1 * gesture,
    lookRad: rest * (1 - phone) * 0.5 * Math.sin(timeS * 0.45) * Math.sin(timeS * 0.23 + 1),
  };
}

/** The thigh swings ahead while the cosine of the phase is positive; the knee bends meanwhile. */
function legOf(phase: number, stride: number, standRad: number): LegPose {
  const lift = Math.max(0, Math.cos(phase - 0.25));
  const kneeRad = 0.05 + stride * (0.08 + 0.95 * lift ** 1.4);
  const strike = Math.max(0, Math.sin(phase)) * Math.max(0, 1 - lift * 2.2);
  return {
    thighRad: standRad * (1 - stride) + stride * (0.06 + 0.41 * Math.sin(phase)) + 0.02,
    kneeRad,
    footRad:
      stride *
      (0.75 * (kneeRad - 0.13) * lift -
        0.28 * strike +
        0.3 * Math.max(0, -Math.sin(phase)) * (1 - lift)),
  };
}
