/** Clicks with the element's path and position, as a heat map needs them. Never what somebody typed. */

import type { Client } from "../../core/src/client.ts";
import type { Properties } from "../../core/src/message.ts";

const IGNORED = "[data-stayflow-ignore]";
const INTERACTIVE = "a,button,input,select,textarea,summary,label,[role=button],[role=link],[onclick]";
/** Only these say in their text what they are for; a paragraph or a field is somebody's own words. */
const LABELLED = "a,button,summary,[role=button],[role=link]";
const TEXT_LENGTH_MAX = 80;
const PATH_LENGTH_MAX = 8;

export type ClickOption = "all" | "interactive" | "off";

export function watchClicks(client: Client, which: ClickOption): void {
  if (which === "off") return;
  document.addEventListener(
    "click",
    (event) => {
      const path = event.composedPath(); // also out of a shadow tree, where `closest` ends
      const target = path[0];
      if (!(target instanceof Element) || path.some(isIgnored)) return;
      const interactive = target.closest(INTERACTIVE);
      if (interactive || which === "all") client.track("element_click", tell(event, interactive ?? target));
    },
    { capture: true, passive: true },
  );
}

function isIgnored(node: EventTarget): boolean {
  return node instanceof Element && node.matches(IGNORED);
}

function tell(event: MouseEvent, element: Element): Properties {
  const box = element.getBoundingClientRect();
  const link = element.closest("a");
  return {
    element_path: pathOf(element),
    element_tag: element.localName,
    ...(element.id && { element_id: element.id }),
    ...(element.matches(LABELLED) && { element_text: textOf(element) }),
    ...(link?.href && { element_href: link.href }),
    element_x_ratio: ratio(event.clientX - box.left, box.width),
    element_y_ratio: ratio(event.clientY - box.top, box.height),
    element_width: Math.round(box.width),
    element_height: Math.round(box.height),
    page_x: Math.round(event.pageX),
    page_y: Math.round(event.pageY),
    page_width: document.documentElement.scrollWidth,
    page_height: document.documentElement.scrollHeight,
    viewport_width: innerWidth,
    viewport_height: innerHeight,
  };
}

/** Where in the element, from 0 to 1: the same spot on every size of window. */
function ratio(part: number, whole: number): number {
  return whole > 0 ? Math.round(Math.min(Math.max(part / whole, 0), 1) * 1000) / 1000 : 0;
}

/** The text of a control without what an ignored part or a field in it holds. */
function textOf(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const part of copy.querySelectorAll(`${IGNORED},input,textarea,select,script,style`)) part.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, TEXT_LENGTH_MAX);
}

/** A selector that leads from the nearest id, or from afar, to the element. */
function pathOf(element: Element): string {
  const parts: string[] = [];
  for (let at: Element | null = element; at && parts.length < PATH_LENGTH_MAX; at = at.parentElement) {
    if (at.id) {
      parts.unshift(`${at.localName}#${at.id}`);
      break;
    }
    parts.unshift(at.localName + placeOf(at));
  }
  return parts.join(" > ");
}

function placeOf(element: Element): string {
  const same = [...(element.parentElement?.children ?? [])].filter(
    (each) => each.localName === element.localName,
  );
  return same.length > 1 ? `:nth-of-type(${same.indexOf(element) + 1})` : "";
}
