import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import { type EarningDefinition, type EarningRule, saveEarningRule, simulateEarning } from "@/api/earning";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { StepBrackets } from "@/builders/query/step-brackets";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { Dialog } from "@/ui/dialog";
import { NamedInput } from "@/ui/named-input";
import { Sentence } from "@/ui/sentence";
import { GrantBracket } from "./grant-bracket";

interface Props {
  rule: EarningRule | null;
  close: () => void;
}

const FIRST: EarningDefinition = { event: "", per_amount: 1 };

function changed(definition: EarningDefinition, next: { [Key in keyof EarningDefinition]?: unknown }) {
  const entries = Object.entries({ ...definition, ...next }).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return Object.fromEntries(entries) as unknown as EarningDefinition;
}

/** Who did in the last 30 days what a rule is for. */
function earners({ event, where, people }: EarningDefinition): Condition {
  const did: Condition = { did: { event, ...(where ? { where } : {}), within: { last: "30d" } } };
  return people ? { all: [people, did] } : did;
}

/** A rule as a sentence, tried on the last 30 days before it is kept. */
export function EarningEditor({ rule, close }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const client = useQueryClient();
  const [name, setName] = useState(rule?.name ?? "");
  const [definition, setDefinition] = useState<EarningDefinition>(changed(rule?.definition ?? FIRST, {}));
  const change = (next: { [Key in keyof EarningDefinition]?: unknown }) =>
    setDefinition(changed(definition, next));
  const saving = useMutation({
    mutationFn: () =>
      saveEarningRule(project, rule?.rule_id ?? null, {
        name: name.trim(),
        definition,
        enabled: rule?.enabled ?? true,
      }),
    onSuccess: async () => {
      close();
      await client.invalidateQueries({ queryKey: [project, "earning-rules"] });
    },
  });
  const trying = useMutation({ mutationFn: () => simulateEarning(project, definition) });
  const ready = definition.event !== "" && name.trim() !== "";
  return (
    <Dialog
      width={720}
      title={t(rule ? "member.rules.edit" : "member.rules.new")}
      ready={ready}
      doing={saving.isPending}
      error={saving.error ?? trying.error}
      act={() => saving.mutate()}
      close={close}
    >
      <NamedInput autoFocus label={t("member.rules.name")} value={name} maxLength={100} onChange={setName} />
      <div className="sentence">
        <Sentence
          text={t("member.rules.sentence")}
          slots={{
            people: <PeopleBracket people={definition.people} onChange={(people) => change({ people })} />,
            event: (
              <StepBrackets
                step={{
                  event: definition.event,
                  ...(definition.where ? { where: definition.where } : {}),
                }}
                onChange={(step) => change({ event: step.event, where: step.where })}
              />
            ),
            grant: <GrantBracket definition={definition} onChange={change} />,
          }}
        />
      </div>
      <div className="row">
        <Button
          size="small"
          disabled={!definition.event}
          loading={trying.isPending}
          onClick={() => trying.mutate()}
        >
          {t("member.rules.simulate")}
        </Button>
        {trying.data ? (
          <span className="soft">
            <Sentence
              text={t("member.rules.simulated", {
                events: format.whole(trying.data.events),
                points: format.whole(trying.data.points),
                max: format.whole(trying.data.points_per_person_max),
              })}
              slots={{
                people: (
                  <PeopleNumber
                    value={trying.data.people}
                    behind={{
                      title: t("member.rules.simulate"),
                      source: { kind: "condition", condition: earners(definition) },
                    }}
                  />
                ),
              }}
            />
          </span>
        ) : null}
      </div>
    </Dialog>
  );
}
