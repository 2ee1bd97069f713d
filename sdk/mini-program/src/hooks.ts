/** Joins in the life of the app and of its pages, around whatever the app does there itself. */

import type { Hooks } from "./wx.ts";

type Hook = (this: unknown, ...words: unknown[]) => unknown;

/** Run `ours` before the hook of that name; whatever happens in ours, theirs runs as if alone. */
export function before(hooks: Hooks, name: string, ours: (...words: unknown[]) => void): void {
  const theirs = hooks[name] as Hook | undefined;
  hooks[name] = function (this: unknown, ...words: unknown[]) {
    quietly(() => ours(...words));
    return theirs?.apply(this, words);
  };
}

/** Run `ours` on what a hook answers; a hook that is not there is not made, for it would switch something on. */
export function after(
  hooks: Hooks,
  name: string,
  ours: (answer: unknown, ...words: unknown[]) => void,
): void {
  const theirs = hooks[name] as Hook | undefined;
  if (typeof theirs !== "function") return;
  hooks[name] = function (this: unknown, ...words: unknown[]) {
    const answer = theirs.apply(this, words);
    quietly(() => ours(answer, ...words));
    return answer;
  };
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Ours must never break theirs.
  }
}
