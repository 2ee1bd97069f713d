import { GlobalOutlined, MoonOutlined, SearchOutlined, SunOutlined, UserOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { changeLanguage } from "@/i18n/setup";
import { useTheme } from "@/ui/theme-context";
import { AccountMenu } from "./account-menu";
import { ProjectSwitch } from "./project-switch";

const CommandPalette = lazy(() => import("./command-palette").then((it) => ({ default: it.CommandPalette })));

function useShortcut(open: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      open();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [open]);
}

/** Project, search, language, light or dark, and the account. */
export function Topbar() {
  const { t, i18n } = useTranslation();
  const { name, choose } = useTheme();
  const [palette, setPalette] = useState(false);
  const [openPalette] = useState(() => () => setPalette(true));
  useShortcut(openPalette);
  const next = name === "dark" ? "light" : "dark";
  return (
    <div className="topbar">
      <ProjectSwitch />
      <span className="spacer" />
      <button type="button" className="search-button" onClick={openPalette}>
        <SearchOutlined />
        <span>{t("shell.search")}</span>
        <span className="spacer" />
        <kbd>{/Mac/.test(navigator.userAgent) ? "⌘ K" : "Ctrl K"}</kbd>
      </button>
      <Dropdown
        trigger={["click"]}
        menu={{
          selectedKeys: [i18n.language],
          items: [
            { key: "zh", label: "中文" },
            { key: "en", label: "English" },
          ],
          onClick: ({ key }) => void changeLanguage(key === "en" ? "en" : "zh"),
        }}
      >
        <Button type="text" icon={<GlobalOutlined />} aria-label={t("shell.language")}>
          {i18n.language === "en" ? "EN" : "中"}
        </Button>
      </Dropdown>
      <Button
        type="text"
        aria-label={t(`shell.${next}`)}
        title={t(`shell.${next}`)}
        icon={name === "dark" ? <SunOutlined /> : <MoonOutlined />}
        onClick={() => choose(next)}
      />
      <AccountMenu icon={<UserOutlined />} />
      {palette ? (
        <Suspense>
          <CommandPalette close={() => setPalette(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
