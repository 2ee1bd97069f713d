import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { type PeopleShown, type PeopleSource, readPeople } from "@/api/people";
import { useProject } from "@/lib/project-context";

/** The people of a source page by page, gathered into one list, with the button that reads on. */
export function usePeople(source: PeopleSource, shown?: PeopleShown) {
  const { t } = useTranslation();
  const { project } = useProject();
  const asked = useInfiniteQuery({
    queryKey: [project, "people", source, shown ?? null],
    queryFn: ({ pageParam, signal }) => readPeople(project, source, pageParam, signal, shown),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const pages = asked.data?.pages;
  const data = pages
    ? { count: pages[0]?.count ?? 0, people: pages.flatMap((page) => page.people) }
    : undefined;
  const more = asked.hasNextPage ? (
    <Button onClick={() => void asked.fetchNextPage()} loading={asked.isFetchingNextPage}>
      {t("common.more")}
    </Button>
  ) : null;
  return { ...asked, data, more };
}
