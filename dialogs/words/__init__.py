"""Every sentence the clerk says, apart from refusals, which stand with the rule they come from."""
