/** The slot for a message on the page: drawn in a shadow tree, from texts only, styled without inline CSS. */

import type { Client } from "../../core/src/client.ts";

export interface WebMessage {
  id: string;
  title: string;
  text?: string;
  /** Address of a picture. */
  image?: string;
  button?: { text: string; url?: string };
  position?: "corner" | "center" | "top";
}

type Style = Partial<Record<keyof CSSStyleDeclaration, string>>;

const PLACES: Record<NonNullable<WebMessage["position"]>, Style> = {
  corner: { right: "16px", bottom: "16px" },
  center: { left: "50%", top: "50%", transform: "translate(-50%, -50%)" },
  top: { left: "50%", top: "16px", transform: "translateX(-50%)" },
};
const CARD: Style = {
  position: "fixed",
  zIndex: "2147483000",
  boxSizing: "border-box",
  width: "min(360px, calc(100vw - 32px))",
  padding: "16px",
  borderRadius: "8px",
  background: "#fff",
  color: "#1f1f1f",
  boxShadow: "0 6px 24px rgba(0, 0, 0, .2)",
  font: "14px/1.6 system-ui, sans-serif",
};
const CLOSE: Style = { float: "right", border: "0", background: "none", font: "inherit", cursor: "pointer" };
const BUTTON: Style = {
  display: "inline-block",
  padding: "6px 16px",
  border: "0",
  borderRadius: "6px",
  background: "#1677ff",
  color: "#fff",
  font: "inherit",
  textDecoration: "none",
  cursor: "pointer",
};

function make(tag: string, style: Style, text = ""): HTMLElement {
  const element = document.createElement(tag);
  Object.assign(element.style, style); // through the object model, which a strict policy allows
  element.textContent = text;
  return element;
}

/** Only addresses that lead somewhere: `javascript:` and `data:` do something else. */
function isAddress(url: string): boolean {
  try {
    return /^https?:$/.test(new URL(url, location.href).protocol);
  } catch {
    return false;
  }
}

/** Show a message; answers a function that takes it away. */
export function showMessage(client: Client, message: WebMessage): () => void {
  const host = make("div", {});
  host.setAttribute("data-stayflow-ignore", "");
  const card = make("section", { ...CARD, ...PLACES[message.position ?? "corner"] });
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", message.title);
  const tell = (what: string): void => client.track(`web_message_${what}`, { message_id: message.id });
  const close = make("button", CLOSE, "×");
  close.setAttribute("aria-label", "Close / 关闭");
  close.onclick = () => {
    tell("close");
    host.remove();
  };
  card.append(close, make("strong", { display: "block" }, message.title));
  if (message.image && isAddress(message.image)) {
    const image = make("img", { display: "block", maxWidth: "100%", margin: "8px 0" }) as HTMLImageElement;
    image.src = message.image;
    image.alt = "";
    card.append(image);
  }
  if (message.text) card.append(make("p", { margin: "8px 0" }, message.text));
  if (message.button) card.append(button(message.button, () => tell("click")));
  host.attachShadow({ mode: "open" }).append(card);
  document.body.append(host);
  tell("view");
  return () => host.remove();
}

function button({ text, url }: NonNullable<WebMessage["button"]>, clicked: () => void): HTMLElement {
  const leads = url !== undefined && isAddress(url);
  const element = make(leads ? "a" : "button", BUTTON, text);
  if (leads) (element as HTMLAnchorElement).href = url;
  element.onclick = clicked;
  return element;
}
