import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import { isComplete } from "@/builders/condition/complete";
import { ConditionBuilder } from "@/builders/condition/condition-builder";
import { EVERYBODY, rootGroup } from "@/builders/condition/tree";
import { useDescribed } from "@/builders/condition/use-describe";
import { useKinds } from "@/builders/condition/use-kinds";
import { Dialog } from "@/ui/dialog";

interface Props {
  people: Condition | undefined;
  onChange: (people: Condition | undefined) => void;
}

/** Which people the question is about; the whole condition builder stands behind the word. */
export function PeopleBracket({ people, onChange }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Condition | null>(null);
  const words = useDescribed(people ?? null);
  const kinds = useKinds();
  const take = () => {
    if (draft) onChange(rootGroup(draft).children.length > 0 ? draft : undefined);
    setDraft(null);
  };
  return (
    <>
      <button
        type="button"
        className={`bracket ${people ? "" : "empty"}`}
        aria-label={`${t("question.people")}: ${words}`}
        onClick={() => setDraft(people ?? EVERYBODY)}
      >
        {words}
      </button>
      <Dialog
        open={draft !== null}
        width={820}
        title={t("question.people")}
        okText={t("common.done")}
        ready={draft !== null && isComplete(draft, kinds)}
        act={take}
        close={() => setDraft(null)}
      >
        <ConditionBuilder condition={draft} onChange={setDraft} />
      </Dialog>
    </>
  );
}
