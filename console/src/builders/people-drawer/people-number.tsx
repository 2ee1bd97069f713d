import { useTranslation } from "react-i18next";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { type PeopleBehind, usePeopleDrawer } from "./people-drawer-context";

interface Props {
  value: number | null | undefined;
  behind: PeopleBehind | null;
  compact?: boolean;
}

/** A number that counts people, and leads those who may see them to them. */
export function PeopleNumber({ value, behind, compact = false }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = usePeopleDrawer();
  const may = useMay();
  if (value === null || value === undefined) return <>–</>;
  const shown = compact ? format.compact(value) : format.whole(value);
  if (!behind || !may("analyst")) return <span title={format.whole(value)}>{shown}</span>;
  return (
    <button
      type="button"
      className="people-link"
      title={t("people.show", { n: format.whole(value) })}
      onClick={() => open(behind)}
    >
      {shown}
    </button>
  );
}
