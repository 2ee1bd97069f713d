import { SearchOutlined } from "@ant-design/icons";
import { App, theme as antTheme, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { type ReactNode, useLayoutEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useRemembered } from "@/lib/use-remembered";
import { ThemeContext, type ThemeName } from "./theme-context";
import { DARK, FONT, LIGHT, type Palette } from "./tokens";
import "./base.css";
import "./shell.css";
import "./page.css";
import "./sentence.css";
import "./data.css";
import "./small-screens.css";
import "./print.css";

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function publish(name: ThemeName, palette: Palette): void {
  const root = document.documentElement;
  root.dataset["theme"] = name;
  root.style.colorScheme = name;
  root.style.setProperty("--font", FONT);
  for (const [key, value] of Object.entries(palette)) {
    if (typeof value === "string") root.style.setProperty(`--${kebab(key)}`, value);
  }
}

function antTokens(palette: Palette) {
  return {
    colorPrimary: palette.accent,
    colorLink: palette.accent,
    colorInfo: palette.accent,
    colorPrimaryHover: palette.accentBright,
    colorPrimaryActive: palette.accentInk,
    colorPrimaryBg: palette.accentSoft,
    colorPrimaryBgHover: palette.accentSoft,
    colorLinkHover: palette.accentBright,
    colorInfoBg: palette.accentSoft,
    colorInfoBorder: palette.line,
    colorSuccessBg: palette.goodSoft,
    colorSuccessBorder: palette.line,
    colorWarningBg: palette.warnSoft,
    colorWarningBorder: palette.line,
    colorErrorBg: palette.badSoft,
    colorErrorBorder: palette.line,
    controlOutline: "transparent",
    colorSuccess: palette.good,
    colorWarning: palette.warn,
    colorError: palette.bad,
    colorText: palette.ink,
    colorTextSecondary: palette.inkSoft,
    colorTextTertiary: palette.inkFaint,
    colorTextDescription: palette.inkFaint,
    colorTextPlaceholder: palette.inkFaint,
    colorBgLayout: palette.page,
    colorBgContainer: palette.panel,
    colorBorder: palette.line,
    colorBorderSecondary: palette.lineSoft,
    borderRadius: 6,
    fontFamily: FONT,
    fontSize: 14,
    motionDurationMid: "0.12s",
    motionDurationSlow: "0.15s",
    motion: !wantsStillness(),
  };
}

/** Whoever asked their system for less motion gets none. */
function wantsStillness(): boolean {
  return window.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}

/** Ant Design and our own css read the same tokens; the choice of light or dark is remembered. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const [name, choose] = useRemembered<ThemeName>("stayflow.theme", "light");
  const { t, i18n } = useTranslation();
  const palette = name === "dark" ? DARK : LIGHT;
  useLayoutEffect(() => publish(name, palette), [name, palette]);
  const theme = useMemo(() => ({ name, palette, choose }), [name, palette, choose]);
  const algorithm = name === "dark" ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm;
  return (
    <ThemeContext value={theme}>
      <ConfigProvider
        button={{ autoInsertSpace: false }}
        inputSearch={{ searchIcon: <SearchOutlined aria-label={t("common.search")} /> }}
        locale={i18n.language.startsWith("en") ? enUS : zhCN}
        theme={{
          algorithm,
          token: antTokens(palette),
          components: {
            Table: {
              fontSize: 13,
              headerBg: "transparent",
              headerSplitColor: "transparent",
              cellPaddingBlockMD: 9,
              cellPaddingInlineMD: 12,
            },
            Button: {
              primaryShadow: "none",
              defaultShadow: "none",
              dangerShadow: "none",
              primaryColor: palette.onAccent,
            },
          },
        }}
      >
        <App component={false}>{children}</App>
      </ConfigProvider>
    </ThemeContext>
  );
}
