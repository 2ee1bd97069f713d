import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import type { Dashboard } from "@/api/dashboards";
import { TileGrid } from "@/features/dashboard/tile-grid";
import { useBoardAnswer } from "@/features/dashboard/use-board-answer";
import { ProjectContext } from "@/lib/project-context";
import { holdRequests } from "./held-requests";

vi.mock("@/lib/use-address-state", () => ({
  useAddressState: (_: string, first: unknown) => useState(first),
}));

const demo = { project: "demo", name: "Demo", zone: "UTC", currency: "USD", role: "owner" };
const sample = { share: 0.0625, people: 62_471, error: 0.0031, intervals: [] };
const place = { x: 0, y: 0, w: 6, h: 4 };
const controls = {};
const board = {
  dashboard_id: "d",
  name: "Board",
  controls,
  tiles: ["much", "little"].map(tileOf),
} as Dashboard;
const requests = holdRequests<{ precision: string; tiles?: string[] }>();
const { sent, reach } = requests;

function tileOf(tile_id: string) {
  return { tile_id, place, title: tile_id };
}

function told(tile_id: string, number: number, more: object = {}) {
  const answer = { definition: "what", rows_read: 9, result: {}, ...more };
  return { tile_id, title: tile_id, query: null, answer, error: null, number, figure: null, sheets: [] };
}

function Board() {
  const { answer, exact } = useBoardAnswer(board, controls);
  return <TileGrid tiles={board.tiles} answer={answer.data} exact={exact} />;
}

const give = (index: number, ...tiles: object[]) =>
  requests.give(index, { tiles, as_of: "2026-03-01T00:00:00Z", rows_read: 1, took_ms: 1 });

afterEach(cleanup);

it("marks the tiles that are estimates, and shows their exact numbers on demand", async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <ProjectContext value={demo}>
        <Board />
      </ProjectContext>
    </QueryClientProvider>,
  );
  await reach(1);
  expect(sent[0]?.body).toMatchObject({ precision: "auto" });
  await give(0, told("much", 96, { precision: "sampled", sample }), told("little", 5));
  expect(await screen.findByText(/1\/16 of people \(62,471\), ± 0.3 %/)).toBeDefined();
  const [much, little] = screen.getAllByTestId("tile");
  expect(much?.textContent).toContain("≈ 96");
  expect(little?.textContent).not.toContain("≈");
  expect(screen.getAllByRole("status")).toHaveLength(1);
  fireEvent.click(screen.getByRole("button", { name: "Exact" }));
  await reach(2);
  expect(sent[1]?.body).toMatchObject({ precision: "exact", tiles: ["much"] });
  fireEvent.click(screen.getByRole("button", { name: "Stop" }));
  await waitFor(() => expect(sent[1]?.signal.aborted).toBe(true));
  fireEvent.click(screen.getByRole("button", { name: "Exact" }));
  await reach(3);
  await give(2, told("much", 100, { precision: "exact" }));
  await waitFor(() => expect(much?.textContent).toContain("100"));
  expect(much?.textContent).not.toContain("≈");
  expect(screen.queryByRole("status")).toBeNull();
});
