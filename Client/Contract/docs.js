// Shows /openapi/v1.json. Everything goes in as text, nothing as markup.
const element = (tag, text, ...children) => {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
};

const example = (title, content) => {
  const media = content && Object.values(content)[0];
  if (!media?.example) return [];
  return [element("h4", title), element("pre", JSON.stringify(media.example, null, 1))];
};

const show = (path, method, operation) => {
  const head = element("summary");
  const verb = element("b", method.toUpperCase());
  verb.className = "method";
  head.append(verb, element("code", path), ` ${operation.summary ?? ""}`);
  const details = element("details", null, head);
  if (operation.description) details.append(element("p", operation.description));
  const parameters = (operation.parameters ?? []).map(p => `${p.name} (${p.in})`).join(", ");
  if (parameters) details.append(element("p", `Parameters: ${parameters}`));
  details.append(...example("Request", operation.requestBody?.content));
  const list = element("ul");
  for (const [status, response] of Object.entries(operation.responses ?? {}))
    list.append(element("li", `${status} ${response.description ?? ""}`));
  details.append(element("h4", "Answers"), list);
  for (const [status, response] of Object.entries(operation.responses ?? {}))
    details.append(...example(status, response.content));
  return details;
};

fetch("/openapi/v1.json").then(answer => answer.json()).then(contract => {
  const main = document.getElementById("operations");
  main.replaceChildren();
  for (const [path, methods] of Object.entries(contract.paths))
    for (const [method, operation] of Object.entries(methods))
      main.append(show(path, method, operation));
});
