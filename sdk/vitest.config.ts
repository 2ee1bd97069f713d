import { defineConfig } from "vitest/config";

export default defineConfig({
  define: { STAYFLOW_VERSION: JSON.stringify("0.0.0-test") },
  test: {
    include: ["*/tests/**/*.test.ts"],
    environment: "happy-dom",
  },
});
