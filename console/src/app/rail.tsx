import {
  AimOutlined,
  AppstoreOutlined,
  CrownOutlined,
  DatabaseOutlined,
  LineChartOutlined,
  SendOutlined,
  SettingOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import { Link, useLocation } from "@tanstack/react-router";
import { type ComponentType, Fragment } from "react";
import { useTranslation } from "react-i18next";
import { PLACES } from "@/lib/places";
import { usePath } from "@/lib/use-path";
import { Mark } from "@/ui/mark";

type Place = (typeof PLACES)[number];

const ICONS: Record<Place["place"], ComponentType> = {
  overview: AppstoreOutlined,
  people: TeamOutlined,
  segments: AimOutlined,
  analysis: LineChartOutlined,
  engage: SendOutlined,
  members: CrownOutlined,
  data: DatabaseOutlined,
  settings: SettingOutlined,
};

/** The left rail: the places of the product's loop; the place one is in shows its pages. */
export function Rail() {
  const { t } = useTranslation();
  const path = usePath();
  const { pathname } = useLocation();
  const isHere = (page: string) => pathname === path(page) || pathname.startsWith(`${path(page)}/`);
  return (
    <nav className="rail" aria-label="Stayflow">
      <div className="rail-brand">
        <Mark size={22} />
        <span>{t("shell.brand")}</span>
      </div>
      {PLACES.map(({ place, pages }) => {
        const Icon = ICONS[place];
        const here = pages.some((page) => isHere(page.path));
        return (
          <div key={place}>
            <Link
              to={path(pages[0].path)}
              className={`place-link ${here ? "here" : ""} ${pages.length === 1 ? "alone" : ""}`}
            >
              <Icon />
              {t(`shell.place.${place}`)}
            </Link>
            {here && pages.length > 1
              ? pages.map((page, index) => (
                  <Fragment key={page.path}>
                    <GroupName page={page} before={pages[index - 1]} />
                    <Link
                      to={path(page.path)}
                      className={`page-link ${isHere(page.path) ? "here" : ""}`}
                      aria-current={isHere(page.path) ? "page" : undefined}
                    >
                      {t(`shell.page.${page.name as Exclude<typeof page.name, "overview" | "people">}`)}
                    </Link>
                  </Fragment>
                ))
              : null}
          </div>
        );
      })}
    </nav>
  );
}

type Page = Place["pages"][number];

/** The name of a group of pages, above the first of them. */
function GroupName({ page, before }: { page: Page; before: Page | undefined }) {
  const { t } = useTranslation();
  const group = "group" in page ? page.group : null;
  const same = before !== undefined && "group" in before && before.group === group;
  return group === null || same ? null : <div className="page-group">{t(`shell.group.${group}`)}</div>;
}
