import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { catalogueQuery } from "@/api/catalogue";
import { type ColumnChoice, type PeopleShown, type PeopleSort, peopleColumnsQuery } from "@/api/people";
import { inLanguage } from "@/api/said";
import type { ListColumn } from "@/builders/people-drawer/people-table";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";

const unlikeWords = (value: unknown) => (Array.isArray(value) ? null : "");
const unlikeSort = (value: unknown) => (typeof Object(value).by === "string" ? null : "by");

/** What the list shows and by what it is sorted, as the address keeps it: `attribute:city`, `tag:<id>`, `status:`. */
export function useColumns() {
  const [keys, setKeys] = useAddressState<string[] | null>("columns", null, unlikeWords);
  const [sort, setSort] = useAddressState<PeopleSort | null>("sort", null, unlikeSort);
  const { project } = useProject();
  const { language } = useFormat();
  const offered = useQuery(peopleColumnsQuery(project)).data;
  const known = offered?.columns;
  const masked = offered?.masked;
  const attributes = useQuery(catalogueQuery(project)).data?.attributes;
  const choices = useMemo(
    (): ListColumn[] => [
      ...(known ?? []).map((each) => ({
        kind: each.kind,
        name: each.name,
        title: inLanguage(each.label, language),
        isSortable: each.is_sortable,
        place: -1,
      })),
      ...(attributes ?? []).map(({ name }) => ({
        kind: "attribute" as const,
        name,
        title: name,
        isSortable: !masked?.includes(name),
        place: -1,
      })),
    ],
    [known, masked, attributes, language],
  );
  const chosen = keys ? chosenOf(keys, choices) : null;
  const show = (chosen ?? []).filter((each) => each.place >= 0);
  const shown: PeopleShown = {
    show: show.map(({ kind, name }) => ({ kind: kind as ColumnChoice["kind"], name })),
    sort,
  };
  return { choices, keys, setKeys, chosen, sort, setSort, shown, masked };
}

export type Columns = ReturnType<typeof useColumns>;

export const keyOf = (column: Pick<ListColumn, "kind" | "name">) => `${column.kind}:${column.name}`;

function chosenOf(keys: string[], choices: ListColumn[]): ListColumn[] {
  let place = 0;
  return keys.flatMap((key) => {
    const found = choices.find((each) => keyOf(each) === key);
    if (!found) return [];
    return [{ ...found, place: found.kind === "attribute" ? -1 : place++ }];
  });
}
