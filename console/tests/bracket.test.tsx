import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { PickList } from "@/builders/bracket/pick-list";
import { ProjectContext } from "@/lib/project-context";

const demo = { project: "demo", name: "Demo", zone: "UTC", currency: "USD", role: "owner" };
const items = [
  { value: "purchase", count: 12_345 },
  { value: "product_view", count: 90 },
];

function show(onPick: (value: string) => void, free = false) {
  render(
    <ProjectContext value={demo}>
      <PickList items={items} chosen={["purchase"]} onPick={onPick} free={free} name="choose" />
    </ProjectContext>,
  );
  return screen.getByLabelText("choose");
}

afterEach(cleanup);

describe("a list to pick from", () => {
  it("narrows while typing and takes the first with Enter", () => {
    const pick = vi.fn();
    const box = show(pick);
    fireEvent.change(box, { target: { value: "view" } });
    expect(screen.queryByText("purchase")).toBeNull();
    fireEvent.keyDown(box, { key: "Enter" });
    expect(pick).toHaveBeenCalledWith("product_view");
  });

  it("walks with the arrows", () => {
    const pick = vi.fn();
    const box = show(pick);
    fireEvent.keyDown(box, { key: "ArrowDown" });
    fireEvent.keyDown(box, { key: "Enter" });
    expect(pick).toHaveBeenCalledWith("product_view");
  });

  it("offers the typed word only when free", () => {
    const pick = vi.fn();
    fireEvent.change(show(pick, true), { target: { value: "杭州" } });
    fireEvent.click(screen.getByRole("button", { name: /杭州/ }));
    expect(pick).toHaveBeenCalledWith("杭州");
    cleanup();
    fireEvent.change(show(pick), { target: { value: "杭州" } });
    expect(screen.queryByRole("button", { name: /杭州/ })).toBeNull();
  });

  it("shows what is chosen and how often each was seen", () => {
    show(vi.fn());
    expect(screen.getByRole("button", { name: /purchase/ }).getAttribute("aria-pressed")).toBe("true");
    expect(screen.getByText(/1\.2 万|12\.3 k/)).toBeDefined();
  });
});
