/** Whether a key belongs to a field or a dialog, and not to the page. */
export function isTyping(event: KeyboardEvent): boolean {
  const at = event.target instanceof Element ? event.target : null;
  return at?.closest("input, textarea, [role=dialog], [role=combobox]") != null;
}
