// How cards look: close to Teams, light or dark, with colours that keep enough contrast.

const LIGHT = { text: "#242424", subtle: "#616161", accent: "#3d3e78", attention: "#a4262c", good: "#0e700e", warning: "#8a4b00",
  back: "#ffffff", emphasis: "#f5f5f5", line: "#d6d6d6", tints: { accent: "#e8ebfa", good: "#e7f3e7", attention: "#fbeaea", warning: "#fdf3e4" } };
const DARK = { text: "#f2f2f2", subtle: "#bdbdbd", accent: "#a9abf0", attention: "#f1a9ad", good: "#8fd18f", warning: "#f3c78a",
  back: "#292929", emphasis: "#333333", line: "#4d4d4d", tints: { accent: "#2f3054", good: "#1f3a1f", attention: "#4a2225", warning: "#45331a" } };

const sizes = { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 };
const font = (family) => ({ fontFamily: family, fontSizes: sizes, fontWeights: { lighter: 400, default: 400, bolder: 600 } });

export function hostConfig() {
  const colours = matchMedia("(prefers-color-scheme: dark)").matches ? DARK : LIGHT;
  const label = (suffix) => ({ weight: "bolder", size: "default", color: "default", isSubtle: false, suffix });
  return {
    supportsInteractivity: true,
    hostCapabilities: { capabilities: null },
    spacing: { small: 6, default: 10, medium: 14, large: 20, extraLarge: 28, padding: 14 },
    separator: { lineThickness: 1, lineColor: colours.line },
    fontTypes: { default: font("inherit"), monospace: font("ui-monospace, monospace") },
    containerStyles: Object.fromEntries([["default", colours.back], ["emphasis", colours.emphasis], ...Object.entries(colours.tints)]
      .map(([name, back]) => [name, { backgroundColor: back, foregroundColors: foreground(colours) }])),
    textStyles: { heading: { weight: "bolder", size: "medium", color: "default", isSubtle: false } },
    textBlock: { headingLevel: 2 },
    inputs: { label: { inputSpacing: "small", requiredInputs: { ...label(" *"), suffixColor: "attention" }, optionalInputs: label("") },
      errorMessage: { weight: "default", size: "default", spacing: "small" } },
    actions: { maxActions: 6, spacing: "default", buttonSpacing: 8, showCard: { actionMode: "inline", inlineTopMargin: 10 },
      actionsOrientation: "horizontal", actionAlignment: "left" },
    adaptiveCard: { allowCustomStyle: false },
    factSet: { title: { weight: "bolder", wrap: true, maxWidth: 190 }, value: { wrap: true }, spacing: 14 },
    table: { cellSpacing: 8 },
  };
}

const foreground = (colours) => Object.fromEntries(
  [["default", colours.text], ["dark", colours.text], ["light", colours.back], ...["accent", "attention", "good", "warning"].map((name) => [name, colours[name]])]
    .map(([name, colour]) => [name, { default: colour, subtle: name === "default" ? colours.subtle : colour }]));
