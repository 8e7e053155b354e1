import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { notifyProblem } from "../../ui/problem.tsx";

/** What came of a correction, for people. */
export interface Outcome {
  readonly message: string;
  /** The subject to look at, if it is another one. */
  readonly openId?: string;
  /** Shows that subject right away: the one on the page is no more. */
  readonly isGone?: boolean;
  /** Takes the correction back; resolves to the subject to show then. */
  readonly undo?: () => Promise<{ readonly subject_id: string }>;
}

/** Time enough to notice a mistake. */
const SHOWN_MS = 15_000;

/**
 * A correction by a person: runs it, shows its result everywhere at once, and says what came of it
 * with a way back.
 */
export function useCorrection<Input>(
  correct: (input: Input) => Promise<Outcome>,
  onDone: () => void,
) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const renew = () => queries.invalidateQueries({ queryKey: ["subjects"] });
  const open = (subjectId: string) => void navigate(`/subjects/${subjectId}?tab=why`);
  const takeBack = async (undo: NonNullable<Outcome["undo"]>) => {
    try {
      const subject = await undo();
      await renew();
      open(subject.subject_id);
      notifications.show({ message: t("subjects.undone") });
    } catch (error) {
      notifyProblem(error, t);
    }
  };
  return useMutation({
    mutationFn: correct,
    onSuccess: async (outcome) => {
      await renew();
      onDone();
      if (outcome.isGone === true && outcome.openId !== undefined) open(outcome.openId);
      tell(outcome, { t, open, takeBack });
    },
  });
}

interface Ways {
  readonly t: TFunction;
  readonly open: (subjectId: string) => void;
  readonly takeBack: (undo: NonNullable<Outcome["undo"]>) => Promise<void>;
}

function tell({ message, openId, isGone, undo }: Outcome, { t, open, takeBack }: Ways): void {
  const id = crypto.randomUUID();
  const hide = () => notifications.hide(id);
  notifications.show({
    id,
    ...(undo !== undefined && { autoClose: SHOWN_MS }),
    message: (
      <>
        {message}
        {(undo !== undefined || (openId !== undefined && isGone !== true)) && (
          <Group gap="xs" mt="xs">
            {undo !== undefined && (
              <Button
                size="xs"
                variant="default"
                onClick={() => {
                  hide();
                  void takeBack(undo);
                }}
              >
                {t("subjects.undo")}
              </Button>
            )}
            {openId !== undefined && isGone !== true && (
              <Button
                size="xs"
                variant="default"
                onClick={() => {
                  hide();
                  open(openId);
                }}
              >
                {t("subjects.open")}
              </Button>
            )}
          </Group>
        )}
      </>
    ),
  });
}
