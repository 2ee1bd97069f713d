import { inLanguage } from "@/api/said";
import type { Spread } from "@/api/tags";
import { SpreadTable } from "@/builders/label/spread-table";
import type { PeopleBehind } from "@/builders/people-drawer/people-drawer-context";
import { useFormat } from "@/lib/use-format";

interface Props {
  spread: Spread;
  /** The people with a value; none before the tag is saved. */
  behind?: (value: string, label: string) => PeopleBehind;
}

/** Each value of a tag with its people. */
export function TagSpread({ spread, behind }: Props) {
  const { language } = useFormat();
  const rows = spread.sizes.map(({ value, label, people }) => {
    const said = inLanguage(label, language);
    return { key: value, said, people, behind: behind ? behind(value, said) : null };
  });
  return <SpreadTable rows={rows} total={spread.total} />;
}
