import { Link } from "@tanstack/react-router";
import { Table } from "antd";
import { useTranslation } from "react-i18next";
import type { PersonRow } from "@/api/people";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";
import { personName } from "./person-name";

const NAMES = new Set(["name", "email"]);

interface Props {
  people: PersonRow[];
  columns?: string[];
}

function shown(value: unknown): string {
  return value === null || value === undefined || value === "" ? "–" : String(value);
}

/** People as rows; each opens their page. */
export function PeopleTable({ people, columns }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = usePath();
  const attributes = columns ?? commonAttributes(people);
  return (
    <Table<PersonRow>
      size="middle"
      rowKey="person_id"
      dataSource={people}
      pagination={false}
      scroll={{ x: "max-content" }}
      columns={[
        {
          key: "who",
          title: t("people.who"),
          render: (_, person) => <Link to={path(`people/${person.person_id}`)}>{personName(person)}</Link>,
        },
        ...attributes.map((name) => ({
          key: name,
          title: name,
          render: (_: unknown, person: PersonRow) => shown(person.attributes[name]),
        })),
        {
          key: "first",
          title: t("people.firstSeen"),
          render: (_, person) => format.day(person.first_seen_at),
        },
        { key: "last", title: t("people.lastSeen"), render: (_, person) => format.day(person.last_seen_at) },
      ]}
    />
  );
}

function commonAttributes(people: PersonRow[]): string[] {
  const counted = new Map<string, number>();
  for (const person of people) {
    for (const name of Object.keys(person.attributes)) {
      if (!NAMES.has(name)) counted.set(name, (counted.get(name) ?? 0) + 1);
    }
  }
  return [...counted.entries()]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([name]) => name);
}
