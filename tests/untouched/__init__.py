"""Questions by people who had not seen the rules, with what a good answer must quote."""
