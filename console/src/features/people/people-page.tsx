import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Condition } from "@/api/condition-types";
import type { PeopleSource, PersonRow } from "@/api/people";
import { useDescribed } from "@/builders/condition/use-describe";
import { SavedViews } from "@/builders/list/saved-views";
import { SaveAsSegment } from "@/builders/people-drawer/save-as-segment";
import { usePeople } from "@/builders/people-drawer/use-people";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { unlikeCondition } from "@/lib/broken-address";
import { useAddressState } from "@/lib/use-address-state";
import { usePath } from "@/lib/use-path";
import { useSettled } from "@/lib/use-settled";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { PeopleList } from "./people-list";
import { useColumns } from "./use-columns";

/** Everyone, or those who meet a sentence; search finds a person by any identity. */
export function PeoplePage() {
  const { t } = useTranslation();
  const columns = useColumns();
  const [condition, setCondition] = useAddressState<Condition | null>("people", null, unlikeCondition);
  const [typed, setTyped] = useState("");
  const search = useSettled(typed.trim());
  const source: PeopleSource = { kind: "condition", condition, ...(search ? { search } : {}) };
  const people = usePeople(source, columns.shown);
  const narrowed = condition !== null || search !== "";
  const behind = { title: useDescribed(condition), source };
  return (
    <Page title={t("people.title")} about={t("people.about")}>
      <div className="row">
        <Input.Search
          allowClear
          style={{ width: 380 }}
          aria-label={t("people.searchHint")}
          placeholder={t("people.searchHint")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <span className="soft">{t("people.filter")}</span>
        <PeopleBracket people={condition ?? undefined} onChange={(next) => setCondition(next ?? null)} />
        <span style={{ flex: 1 }} />
        <SavedViews page="people" />
        {condition && people.data ? (
          <SaveAsSegment behind={behind} count={people.data.count} close={() => undefined} />
        ) : null}
      </div>
      <Loaded asked={people} rows={10}>
        {(answer) =>
          answer.people.length === 0 ? (
            <Nobody narrowed={narrowed} />
          ) : (
            <PeopleList
              people={people.isPlaceholderData ? withoutCells(answer.people) : answer.people}
              count={answer.count}
              more={people.more}
              columns={columns}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

/** What is still shown of the question before has its columns in another order. */
function withoutCells(people: PersonRow[]): PersonRow[] {
  return people.map((each) => ({ ...each, cells: [] }));
}

function Nobody({ narrowed }: { narrowed: boolean }) {
  const { t } = useTranslation();
  const path = usePath();
  if (narrowed) return <FirstStep title={t("people.noMatch")}>{t("people.noMatchHint")}</FirstStep>;
  return (
    <FirstStep
      title={t("people.none")}
      action={
        <Link to={path("imports")}>
          <Button type="primary">{t("people.importFile")}</Button>
        </Link>
      }
    >
      {t("people.noneHint")}
    </FirstStep>
  );
}
