import { hashKey, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Popconfirm, Select } from "antd";
import { useTranslation } from "react-i18next";
import { removeView, viewsQuery } from "@/api/views";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { useFailure } from "@/ui/use-failure";
import { SaveView } from "./save-view";

/** Whatever the order of their keys, at any depth: the server keeps another one. */
const sameSearch = (one: object, other: object) => hashKey([one]) === hashKey([other]);

/** How this list was looked at before, under names: taken up, saved, removed. A view is what stands in the address. */
export function SavedViews({ page }: { page: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const client = useQueryClient();
  const may = useMay();
  const fail = useFailure();
  const navigate = useNavigate();
  const asked: Record<string, unknown> = useSearch({ strict: false });
  const search = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
  const views = useQuery(viewsQuery(project, page)).data ?? [];
  const here = views.find((each) => sameSearch(each.search, search));
  const again = () => client.invalidateQueries({ queryKey: [project, "list-views", page] });
  const removing = useMutation({
    mutationFn: (id: string) => removeView(project, id),
    onSuccess: again,
    onError: fail,
  });
  const isPlain = Object.keys(search).length === 0;
  return (
    <>
      {views.length > 0 ? (
        <Select
          allowClear
          style={{ minWidth: 160 }}
          aria-label={t("people.views")}
          placeholder={t("people.views")}
          value={here?.view_id ?? null}
          options={views.map((each) => ({ value: each.view_id, label: each.name }))}
          onChange={(id: string | null) => {
            const chosen = views.find((each) => each.view_id === id);
            void navigate({ to: ".", search: (chosen?.search ?? {}) as never });
          }}
        />
      ) : null}
      {may("analyst") && here ? (
        <Popconfirm
          title={t("common.confirmRemove", { name: here.name })}
          onConfirm={() => removing.mutate(here.view_id)}
        >
          <Button type="text">{t("people.viewRemove")}</Button>
        </Popconfirm>
      ) : null}
      {may("analyst") && !here && !isPlain ? <SaveView page={page} search={search} saved={again} /> : null}
    </>
  );
}
