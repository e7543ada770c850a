"""The burden of proof on the site: the form that carries its own draft, and the assessment as a document."""
