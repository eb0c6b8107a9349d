"""Files that come from elsewhere: the data set fetched, verified and measured; a photo."""
