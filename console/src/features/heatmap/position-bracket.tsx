import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { HeatmapQuery, HeatPlace } from "@/api/query-types";
import { Bracket } from "@/builders/bracket/bracket";
import { useProject } from "@/lib/project-context";

interface Props {
  position: HeatmapQuery["position"];
  onChange: (position: HeatmapQuery["position"]) => void;
}

const PLACES: HeatPlace[] = [
  ...(["x", "y", "page_width", "page_height"] as const),
  ...(["x_ratio", "y_ratio", "element_width", "element_height"] as const),
];

/** Which properties say where a click was; what is not chosen is as collectors send it. */
export function PositionBracket({ position = {}, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const known = useQuery(catalogueQuery(project)).data?.properties ?? [];
  const numbers = known.filter((each) => each.type === "number").map(({ name }) => ({ value: name }));
  const chosen = PLACES.flatMap((place) => position[place] ?? []);
  const put = (place: HeatPlace, name: string | undefined) => {
    const { [place]: _, ...rest } = position;
    const next = name ? { ...rest, [place]: name } : rest;
    onChange(Object.keys(next).length > 0 ? next : undefined);
  };
  return (
    <Bracket
      name={t("heat.position")}
      label={
        chosen.length > 0
          ? t("heat.positionOf", { names: chosen.join(t("question.byComma")) })
          : t("heat.positionUsual")
      }
      empty={chosen.length === 0}
      width={340}
    >
      {() => (
        <div className="heat-places">
          {PLACES.map((place) => (
            <div key={place}>
              <span>{t(`heat.place.${place}`)}</span>
              <Select<string>
                showSearch
                allowClear
                size="small"
                aria-label={t(`heat.place.${place}`)}
                placeholder={t("heat.asCollected")}
                value={position[place] ?? null}
                options={numbers}
                onChange={(name) => put(place, name)}
                getPopupContainer={(node) => node.parentElement ?? document.body}
              />
            </div>
          ))}
        </div>
      )}
    </Bracket>
  );
}
