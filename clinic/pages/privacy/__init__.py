"""Privacy policy and notice of privacy practices: pages, first texts, and what was published when."""
