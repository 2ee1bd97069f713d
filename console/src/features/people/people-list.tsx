import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { PersonRow } from "@/api/people";
import { PeopleTable } from "@/builders/people-drawer/people-table";
import { useFormat } from "@/lib/use-format";
import { ColumnsChoice } from "./columns-choice";
import type { Columns } from "./use-columns";

interface Props {
  people: PersonRow[];
  count: number;
  more: ReactNode;
  columns: Columns;
}

/** How many, and their rows with the columns that were chosen. */
export function PeopleList({ people, count, more, columns }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { choices, keys, setKeys, chosen, sort, setSort, masked } = columns;
  return (
    <div className="stack">
      <div className="row">
        <strong>{t("common.peopleCount", { n: format.whole(count) })}</strong>
        <span style={{ flex: 1 }} />
        <ColumnsChoice choices={choices} keys={keys} onChange={setKeys} />
      </div>
      <PeopleTable
        people={people}
        {...(chosen ? { columns: chosen } : {})}
        {...(masked ? { masked } : {})}
        sort={sort}
        onSort={setSort}
      />
      <div>{more}</div>
    </div>
  );
}
