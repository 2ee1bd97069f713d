import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Console } from "@/app/console";
import { startLanguage } from "@/i18n/setup";

const root = document.getElementById("root");
if (root) {
  void startLanguage().then(() =>
    createRoot(root).render(
      <StrictMode>
        <Console />
      </StrictMode>,
    ),
  );
}
