/** The first of the wished-for events that the project has, else its most frequent one. */
export function firstEvent(events: string[], ...wished: string[]): string {
  return wished.find((name) => events.includes(name)) ?? events[0] ?? "";
}
