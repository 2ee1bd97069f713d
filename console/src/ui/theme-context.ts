import { createContext, useContext } from "react";
import { LIGHT, type Palette } from "./tokens";

export type ThemeName = "light" | "dark";
export interface Theme {
  name: ThemeName;
  palette: Palette;
  choose: (name: ThemeName) => void;
}

export const ThemeContext = createContext<Theme>({ name: "light", palette: LIGHT, choose: () => undefined });

/** The palette in force and the way to change it. */
export function useTheme(): Theme {
  return useContext(ThemeContext);
}
