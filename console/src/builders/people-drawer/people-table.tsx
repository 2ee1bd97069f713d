import { Link } from "@tanstack/react-router";
import { Table } from "antd";
import type { ColumnType } from "antd/es/table";
import { useTranslation } from "react-i18next";
import type { ColumnChoice, PeopleSort, PersonRow } from "@/api/people";
import { inLanguage } from "@/api/said";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { personName } from "./person-name";
import { useAttributeWords } from "./use-attribute-words";

const CELL_PX = 260;
const NAMES = new Set(["name", "email"]);

/** A column of the list: an attribute, or what else is known of people, by its place among `cells`. */
export interface ListColumn {
  kind: ColumnChoice["kind"] | "attribute";
  name: string;
  title: string;
  isSortable: boolean;
  place: number;
}

interface Props {
  people: PersonRow[];
  columns?: ListColumn[];
  masked?: string[];
  sort?: PeopleSort | null;
  onSort?: (sort: PeopleSort | null) => void;
}

/** People as rows; each opens their page. With `onSort`, the server sorts by the heads of columns. */
export function PeopleTable({ people, columns, masked = [], sort, onSort }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const attributeWords = useAttributeWords();
  const chosen = columns ?? commonAttributes(people, masked);
  const sortable = (by: PeopleSort["by"], name: string): ColumnType<PersonRow> => {
    if (!onSort) return {};
    const isThis = sort?.by === by && (sort.name ?? "") === name;
    return { sorter: true, sortOrder: isThis ? (sort.falling ? "descend" : "ascend") : null };
  };
  const cell = (person: PersonRow, place: number) => {
    const said = person.cells?.[place]?.map(({ label }) => inLanguage(label, format.language)).join(", ");
    return <div style={{ maxWidth: CELL_PX, whiteSpace: "normal" }}>{said || "–"}</div>;
  };
  const drawn = chosen.map(
    (column): ColumnType<PersonRow> => ({
      key: `${column.kind}:${column.name}`,
      title: column.title,
      render: (_, person) =>
        column.kind === "attribute"
          ? attributeWords(column.name, person.attributes[column.name])
          : cell(person, column.place),
      ...(column.isSortable ? sortable(column.kind === "score" ? "score" : "attribute", column.name) : {}),
    }),
  );
  return (
    <Table<PersonRow>
      size="middle"
      rowKey="person_id"
      dataSource={people}
      pagination={false}
      scroll={{ x: "max-content" }}
      onChange={(_page, _filters, sorted) => {
        const one = Array.isArray(sorted) ? sorted[0] : sorted;
        onSort?.(one?.order ? sortOf(String(one.columnKey), one.order === "descend") : null);
      }}
      columns={[
        {
          key: "who",
          title: t("people.who"),
          render: (_, person) => <Link to={path(`people/${person.person_id}`)}>{personName(person)}</Link>,
        },
        ...drawn,
        {
          key: "first_seen:",
          title: t("people.firstSeen"),
          render: (_, person) => format.day(person.first_seen_at),
          ...sortable("first_seen", ""),
        },
        { key: "last", title: t("people.lastSeen"), render: (_, person) => format.day(person.last_seen_at) },
      ]}
    />
  );
}

function sortOf(key: string, falling: boolean): PeopleSort {
  const cut = key.indexOf(":");
  return { by: key.slice(0, cut) as PeopleSort["by"], name: key.slice(cut + 1), falling };
}

function commonAttributes(people: PersonRow[], masked: string[]): ListColumn[] {
  const counted = new Map<string, number>();
  for (const person of people) {
    for (const name of Object.keys(person.attributes)) {
      if (!NAMES.has(name)) counted.set(name, (counted.get(name) ?? 0) + 1);
    }
  }
  return [...counted.entries()]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([name]) => ({
      kind: "attribute",
      name,
      title: name,
      isSortable: !masked.includes(name),
      place: -1,
    }));
}
