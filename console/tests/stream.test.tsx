import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useStream } from "@/lib/use-stream";

class Stream extends EventTarget {
  onerror: (() => void) | null = null;
  closed = false;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    opened.push(this);
  }
  close() {
    this.closed = true;
  }
  say(what: "here" | "changed") {
    act(() => void this.dispatchEvent(new Event(what)));
  }
  breaks() {
    act(() => this.onerror?.());
  }
}
let opened: Stream[] = [];
let hidden = false;

function look(is: boolean) {
  hidden = is;
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
}

beforeEach(() => {
  opened = [];
  hidden = false;
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Stream);
  vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it("is heard from the first word on, until it breaks or falls silent", () => {
  const { result } = renderHook(() => useStream("/projects/demo/stream", async () => null));
  expect(opened[0]?.url).toBe("/api/v1/projects/demo/stream");
  expect(result.current).toBe(false); // a proxy that keeps everything back opens as well
  opened[0]?.say("here");
  expect(result.current).toBe(true);
  opened[0]?.breaks();
  expect(result.current).toBe(false);
  opened[0]?.say("here");
  expect(result.current).toBe(true);
  act(() => void vi.advanceTimersByTime(41_000));
  expect(result.current).toBe(false);
});

it("brings one thing of news after the other, the last of many once, with a rest between", async () => {
  const done: (() => void)[] = [];
  const renew = vi.fn(() => new Promise<void>((end) => done.push(end)));
  renderHook(() => useStream("/x", renew, 2_000));
  for (let news = 0; news < 5; news += 1) opened[0]?.say("changed");
  expect(renew).toHaveBeenCalledTimes(1);
  await act(async () => done[0]?.());
  expect(renew).toHaveBeenCalledTimes(1);
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(renew).toHaveBeenCalledTimes(2);
  await act(async () => done[1]?.());
  await act(() => vi.advanceTimersByTimeAsync(10_000));
  expect(renew).toHaveBeenCalledTimes(2);
  opened[0]?.say("changed");
  expect(renew).toHaveBeenCalledTimes(3);
});

it("goes on after news that could not be brought", async () => {
  const renew = vi.fn(() => Promise.reject(new Error("unreachable")));
  renderHook(() => useStream("/x", renew));
  opened[0]?.say("changed");
  await act(() => vi.advanceTimersByTimeAsync(0));
  opened[0]?.say("changed");
  expect(renew).toHaveBeenCalledTimes(2);
});

it("gives its connection back while nobody looks, and brings what is new when somebody does", () => {
  const renew = vi.fn(async () => null);
  const { unmount } = renderHook(() => useStream("/x", renew));
  look(true);
  expect(opened[0]?.closed).toBe(true);
  look(false);
  expect([opened.length, renew.mock.calls.length]).toEqual([2, 1]);
  unmount();
  expect(opened[1]?.closed).toBe(true);
});
