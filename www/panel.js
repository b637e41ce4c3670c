// Boots the viewer: loads the module, draws into <main>, and says so in words when either fails.

const main = document.querySelector("main");

function stop(error) {
  const message = document.createElement("p");
  message.className = "stopped";
  message.setAttribute("role", "alert");
  message.textContent = `Grantlens stopped. Close DevTools and open it again. (${error?.message ?? error})`;
  main.replaceChildren(message);
}

addEventListener("error", ({ error }) => {
  if (error instanceof WebAssembly.RuntimeError) stop(error);
});

try {
  const { default: init, startViewer } = await import("./grantlens.js");
  await init({ module_or_path: new URL("grantlens_bg.wasm", import.meta.url) });
  window.grantlens = startViewer(main);
  window.dispatchEvent(new Event("grantlens-ready"));
} catch (error) {
  stop(error);
}
