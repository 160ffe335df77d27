"""Other people's formats, one pure module each: records to rows and back."""
