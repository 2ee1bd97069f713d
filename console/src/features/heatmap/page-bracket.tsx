import { useTranslation } from "react-i18next";
import type { HeatmapResult } from "@/api/query-types";
import { Bracket } from "@/builders/bracket/bracket";
import { PickList } from "@/builders/bracket/pick-list";

interface Props {
  page: string | undefined;
  pages: HeatmapResult["pages"];
  onChange: (page: string | undefined) => void;
}

/** Which page: those of most clicks with their counts, or one that is typed, `*` for anything. */
export function PageBracket({ page, pages, onChange }: Props) {
  const { t } = useTranslation();
  const items = [
    { value: "", label: t("heat.mostClicked") },
    ...pages.map((each) => ({ value: each.page, count: each.clicks })),
  ];
  return (
    <Bracket label={page ?? t("heat.mostClicked")} name={t("heat.page")} empty={!page} width={360}>
      {(close) => (
        <PickList
          free
          items={items}
          chosen={[page ?? ""]}
          name={t("heat.page")}
          onPick={(next) => {
            onChange(next || undefined);
            close();
          }}
        />
      )}
    </Bracket>
  );
}
