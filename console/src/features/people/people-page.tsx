import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { Condition } from "@/api/condition-types";
import type { PeoplePage as PeopleAnswer, PeopleSource } from "@/api/people";
import { useDescribe } from "@/builders/condition/use-describe";
import { PeopleTable } from "@/builders/people-drawer/people-table";
import { SaveAsSegment } from "@/builders/people-drawer/save-as-segment";
import { usePeople } from "@/builders/people-drawer/use-people";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { useSettled } from "@/lib/use-settled";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";

/** Everyone, or those who meet a sentence; search finds a person by any identity. */
export function PeoplePage() {
  const { t } = useTranslation();
  const path = usePath();
  const [condition, setCondition] = useAddressState<Condition | null>("people", null);
  const [typed, setTyped] = useState("");
  const search = useSettled(typed.trim());
  const source: PeopleSource = { kind: "condition", condition, ...(search ? { search } : {}) };
  const people = usePeople(source);
  const narrowed = condition !== null || search !== "";
  const behind = { title: useDescribe()(condition), source };
  return (
    <Page title={t("people.title")} about={t("people.about")}>
      <div className="row">
        <Input.Search
          allowClear
          style={{ width: 320 }}
          aria-label={t("people.searchHint")}
          placeholder={t("people.searchHint")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <span className="soft">{t("people.filter")}</span>
        <PeopleBracket people={condition ?? undefined} onChange={(next) => setCondition(next ?? null)} />
        <span style={{ flex: 1 }} />
        {condition && people.data ? (
          <SaveAsSegment behind={behind} count={people.data.count} close={() => undefined} />
        ) : null}
      </div>
      <Loaded asked={people} rows={10}>
        {(answer) =>
          answer.people.length === 0 ? (
            <FirstStep
              title={t(narrowed ? "people.noMatch" : "people.none")}
              action={
                narrowed ? null : (
                  <Link to={path("imports")}>
                    <Button type="primary">{t("people.importFile")}</Button>
                  </Link>
                )
              }
            >
              {t(narrowed ? "people.noMatchHint" : "people.noneHint")}
            </FirstStep>
          ) : (
            <PeopleList people={answer} more={people.more} />
          )
        }
      </Loaded>
    </Page>
  );
}

interface ListProps {
  people: Pick<PeopleAnswer, "count" | "people">;
  more: ReactNode;
}

/** How many, and their rows with the columns that were chosen. */
function PeopleList({ people, more }: ListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [columns, setColumns] = useAddressState<string[] | null>("columns", null);
  return (
    <div className="stack">
      <div className="row">
        <strong>{t("common.peopleCount", { n: format.whole(people.count) })}</strong>
        <span style={{ flex: 1 }} />
        <ColumnsChoice columns={columns} onChange={setColumns} />
      </div>
      <PeopleTable people={people.people} {...(columns ? { columns } : {})} />
      <div>{more}</div>
    </div>
  );
}

interface ColumnsProps {
  columns: string[] | null;
  onChange: (columns: string[] | null) => void;
}

/** Which attributes the list shows; none chosen: the most common ones. */
function ColumnsChoice({ columns, onChange }: ColumnsProps) {
  const { t } = useTranslation();
  const { project } = useProject();
  const attributes = useQuery(catalogueQuery(project)).data?.attributes ?? [];
  return (
    <Select
      mode="multiple"
      allowClear
      style={{ minWidth: 240 }}
      aria-label={t("people.columns")}
      placeholder={t("people.columns")}
      value={columns ?? []}
      onChange={(chosen: string[]) => onChange(chosen.length > 0 ? chosen : null)}
      options={attributes.map(({ name }) => ({ value: name, label: name }))}
    />
  );
}
