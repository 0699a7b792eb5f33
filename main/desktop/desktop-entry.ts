/** A start-up entry of the Desktop Entry Specification: arguments are quoted, and `%` is doubled since it begins a field code. */
export function desktopEntry(command: readonly string[]): string {
  const quoted = command.map((part) => `"${part.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%')}"`);
  return `[Desktop Entry]\nType=Application\nName=Muster\nExec=${quoted.join(' ')}\nX-GNOME-Autostart-enabled=true\n`;
}
