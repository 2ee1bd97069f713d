import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { segmentsQuery } from "@/api/segments";
import { PLACES } from "@/lib/places";
import { useProject } from "@/lib/project-context";
import type { Found } from "./palette-found";

/** Everything the palette can find without asking the server: pages, actions, segments, events. */
export function usePaletteEntries(): Found[] {
  const { t } = useTranslation();
  const { project } = useProject();
  const segments = useQuery(segmentsQuery(project)).data ?? [];
  const events = useQuery(catalogueQuery(project)).data?.events ?? [];
  const pages = PLACES.flatMap(({ place, pages: inside }) =>
    inside.map(({ name, path }): Found => {
      const own = name === "overview" || name === "people" ? null : t(`shell.page.${name}`);
      return { group: "pages", label: own ?? t(`shell.place.${place}`), path, also: path };
    }),
  );
  const actions: Found[] = [
    { group: "actions", label: t("shell.palette.newSegment"), path: "segments/new", also: "segment" },
    { group: "actions", label: t("shell.palette.newCampaign"), path: "campaigns/new", also: "campaign" },
    { group: "actions", label: t("shell.palette.importFile"), path: "imports", also: "import" },
  ];
  const trendOf = (event: string) =>
    encodeURIComponent(
      JSON.stringify({
        kind: "trend",
        metrics: [{ event, aggregate: "people" }],
        per: "day",
        range: { last: "30d" },
      }),
    );
  return [
    ...pages,
    ...actions,
    ...segments.map(
      (each): Found => ({ group: "segments", label: each.name, path: `segments/${each.segment_id}` }),
    ),
    ...events.map(
      (each): Found => ({ group: "events", label: each.name, path: `trend?q=${trendOf(each.name)}` }),
    ),
  ];
}
